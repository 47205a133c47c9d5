package io.driftseal.rego.syntax;

/**
 * Where something is in the text of a module.
 *
 * @param row from 1
 * @param column in characters, from 1
 * @param offset of the first byte
 * @param end offset behind the last byte
 */
record Location(int row, int column, int offset, int end) {

    /** The same beginning with another end. */
    Location to(int otherEnd) {
        return new Location(row, column, offset, otherEnd);
    }
}
