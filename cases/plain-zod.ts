import { config } from "zod";

// Zod would make code from text where that is faster; a page's policy refuses it, and says so on the console.
config({ jitless: true });
