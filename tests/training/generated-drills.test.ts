import { testDrills } from "../support/drill-suite";

// The other half stands in a file of its own, for the other processor.
testDrills(1, 150);
