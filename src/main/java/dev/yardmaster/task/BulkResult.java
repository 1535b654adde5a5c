package dev.yardmaster.task;

import java.util.List;

/**
 * The result of a bulk request.
 *
 * @param items what happened to each item, in the order of the request
 */
record BulkResult(int succeeded, int failed, List<BulkItem> items) {
    static BulkResult of(List<BulkItem> items) {
        int succeeded = (int) items.stream().filter(BulkItem::succeeded).count();
        return new BulkResult(succeeded, items.size() - succeeded, List.copyOf(items));
    }
}
