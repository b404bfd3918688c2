import { roundTrips } from "../support/round-trip-suite";

// Two files, so that two processes share them; printers of one kind of server are all in one of them.
roundTrips(({ needs }) => needs.versions !== undefined);
