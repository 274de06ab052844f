/**
 * Small classifiers of learned tables, fitted to what a network or trees say of many rows.
 *
 * <p>A teacher ({@link io.formgate.distill.OnnxTeacher} or {@link
 * io.formgate.distill.BoostedTrees}) gives logits, {@link io.formgate.distill.SmoothedBootstrap}
 * more rows, and {@link io.formgate.distill.TableSumFitter} a {@link io.formgate.datapath.TableSum}
 * for each number of terms and width of entries. The page {@code docs/distillation.md} says how.
 */
@NullMarked
package io.formgate.distill;

import org.jspecify.annotations.NullMarked;
