package dev.yardmaster.story;

import org.junit.platform.suite.api.ExcludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** All stories that {@link ProvidersStoriesIT} does not run. */
@Suite
@SelectPackages("dev.yardmaster.story")
@ExcludeClassNamePatterns(".*\\.Providers.*")
class StoriesIT {}
