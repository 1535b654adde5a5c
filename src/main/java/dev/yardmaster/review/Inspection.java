package dev.yardmaster.review;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;

/**
 * What work has changed.
 *
 * @param baseBranch the branch that it is merged into
 * @param fork the commit of the base branch from which it parted
 * @param head the commit that has it
 * @param files how many files it changes
 * @param insertions how many lines it adds
 * @param deletions how many lines it removes
 */
@JsonInclude(Include.NON_ABSENT)
public record Inspection(String baseBranch, String fork, String head, int files, int insertions, int deletions) {}
