package io.driftseal.scanner;

import io.driftseal.scanner.check.AmendmentSearch;
import io.driftseal.scanner.check.Gatherer;
import io.driftseal.scanner.check.OwnerSearch;
import io.driftseal.scanner.check.ServedCertificates;
import io.driftseal.scanner.incident.IncidentBook;
import io.driftseal.scanner.incident.RecordKeeper;
import io.driftseal.scanner.judge.Judge;
import io.driftseal.scanner.observe.Observatory;
import io.driftseal.scanner.respond.ResponsePlanner;

/** The stages that {@link ScannerPipeline} leads through, in this order. */
record ScannerStages(
        Observatory observatory,
        OwnerSearch ownerSearch,
        AmendmentSearch amendmentSearch,
        Gatherer gatherer,
        ServedCertificates certificates,
        Judge judge,
        IncidentBook book,
        ResponsePlanner planner,
        RecordKeeper keeper) {}
