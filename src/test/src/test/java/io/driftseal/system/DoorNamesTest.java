package io.driftseal.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.cli.doors.Entrance;
import io.driftseal.decision.Door;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * The self-test of the command knocks at every door that policies are asked about, and calls it so.
 */
class DoorNamesTest {

    @Test
    void theCommandKnowsEveryDoor() {
        assertThat(
                        Entrance.all().stream()
                                .filter(entrance -> entrance.resource().contains("/"))
                                .map(entrance ->
                                        entrance.name()
                                                + " "
                                                + entrance.operation()
                                                + " "
                                                + entrance.resource()))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Door.values())
                                .map(door ->
                                        door.wireName()
                                                + " "
                                                + door.act()
                                                + " "
                                                + door.plural()
                                                + "/"
                                                + door.subResource())
                                .toList());
    }
}
