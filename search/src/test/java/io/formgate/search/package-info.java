/** Tests of the search. */
@NullMarked
package io.formgate.search;

import org.jspecify.annotations.NullMarked;
