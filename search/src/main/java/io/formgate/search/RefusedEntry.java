package io.formgate.search;

/**
 * A formula that would be on the front if its circuit could be built within the budget.
 *
 * @param entry the formula
 * @param reason what keeps it off the front
 */
public record RefusedEntry(FrontEntry entry, String reason) {}
