package io.driftseal.testsupport.receiver;

/**
 * One breach of the real service's contract by a sender.
 *
 * @param rule stable short name, as {@code section_text_too_long}
 * @param detail what was sent, in words
 */
public record ContractViolation(String rule, String detail) {}
