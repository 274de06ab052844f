/**
 * A run as one page for the browser.
 *
 * <p>{@link io.formgate.report.ReportData} holds all that is shown, as plain data; {@link
 * io.formgate.report.ReportPage} makes the page of it, with everything it needs inside.
 *
 * <p>References are never null unless marked otherwise.
 */
@NullMarked
package io.formgate.report;

import org.jspecify.annotations.NullMarked;
