/**
 * Searches and circuits from Java programs; begin at {@link io.formgate.api.Formgate}.
 *
 * <p>References are never null unless marked otherwise.
 */
@NullMarked
package io.formgate.api;

import org.jspecify.annotations.NullMarked;
