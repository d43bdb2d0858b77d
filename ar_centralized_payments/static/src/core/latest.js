/**
 * Of a question that is asked again and again, only the last answer counts: the
 * others are undefined, whatever they are, so that who waits for them goes on.
 */
export class Latest {
    turn = 0;

    async add(promise) {
        const turn = ++this.turn;
        try {
            const found = await promise;
            return turn === this.turn ? found : undefined;
        } catch (error) {
            if (turn === this.turn) {
                throw error;
            }
            return undefined;
        }
    }
}
