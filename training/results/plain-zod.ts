import { z } from "zod";

// Zod would make code from text where that is faster; a page's policy refuses it, and says so on the console.
z.config({ jitless: true });

export { z };
