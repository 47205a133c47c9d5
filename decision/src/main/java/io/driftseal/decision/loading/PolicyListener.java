package io.driftseal.decision.loading;

/** Hears of changes, once each; must not block for long and must not throw. */
public interface PolicyListener {

    /** New policies decide. */
    void loaded(PolicyState state);

    /** New policies may not be loaded; the ones before go on deciding. */
    void refused(PolicyState state);

    /** Nobody listens. */
    static PolicyListener none() {
        return new PolicyListener() {
            @Override
            public void loaded(PolicyState state) {}

            @Override
            public void refused(PolicyState state) {}
        };
    }
}
