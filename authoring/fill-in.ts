/** What a scaffold writes where an author has to. Whatever stands behind it says what. */
export const FILL_IN = "FILL IN: ";
