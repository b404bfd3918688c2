import { testDrills } from "../support/drill-suite";

testDrills(151, 150);
