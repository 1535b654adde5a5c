package dev.yardmaster.story;

import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** The stories that are the same with every provider. One service runs all of them, so they are one integration test for the build. */
@Suite
@SelectPackages("dev.yardmaster.story")
@IncludeClassNamePatterns(".*\\.Providers\\w+Test")
class ProvidersStoriesIT {}
