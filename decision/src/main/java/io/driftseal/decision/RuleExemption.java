package io.driftseal.decision;

/**
 * An exemption as a decision names it: who answers for what a rule let pass, why, and until when.
 *
 * @param id unique name of the exemption
 * @param rule code of the rule that it is from
 * @param owner whoever answers for it
 * @param reason as its owner gave it
 * @param expires RFC 3339
 */
public record RuleExemption(String id, String rule, String owner, String reason, String expires) {}
