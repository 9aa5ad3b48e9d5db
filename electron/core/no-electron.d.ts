/** The core runs in plain Node too: inside this folder `electron` is an empty module, so importing from it does not compile. */
export {};
