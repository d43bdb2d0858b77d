import {currencies} from "@web/core/currency";
import {parseMonetary} from "@web/views/fields/parsers";

const LETTERS = /\p{L}+/gu;

/**
 * Whether the letters of a text, if any, name a currency (USD, kr). What reads amounts
 * passes over any others at either end, and takes 6oo for 6.
 */
function isFreeOfWords(text) {
    const names = Object.values(currencies).flatMap(({name, symbol}) => [name, symbol]);
    const known = names.join(" ").match(LETTERS) || [];
    return (text.match(LETTERS) || []).every((word) => known.includes(word));
}

/** The amount that a text says: false if it is empty, undefined if it is no amount. */
export function typedAmount(text) {
    const typed = text.trim();
    if (!typed) {
        return false;
    }
    try {
        return isFreeOfWords(typed) ? parseMonetary(typed) : undefined;
    } catch {
        return undefined;
    }
}
