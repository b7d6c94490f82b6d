/** The event streams that are open, so that a server that stops can end them: they would never end by themselves. */
export interface EventStreams {
  /** The same answer, its stream now known here. */
  follow(answer: Response): Response;
  /** How many are open. */
  count(): number;
  endAll(): void;
}

/** Knows the event streams of one server. */
export const followEventStreams = (): EventStreams => {
  const open = new Set<() => void>();
  return {
    follow: (answer) => {
      const source = answer.body?.getReader();
      if (!source) return answer;
      let end = (): void => undefined;
      const body = new ReadableStream<Uint8Array>({
        start: (controller) => {
          end = () => {
            open.delete(end);
            controller.close();
            void source.cancel().catch(() => undefined);
          };
          open.add(end);
        },
        pull: async (controller) => {
          try {
            const { done, value } = await source.read();
            // Ended meanwhile.
            if (!open.has(end)) return;
            if (done) end();
            else controller.enqueue(value);
          } catch (error) {
            open.delete(end);
            throw error;
          }
        },
        cancel: async (reason) => {
          open.delete(end);
          await source.cancel(reason);
        },
      });
      return new Response(body, { status: answer.status, headers: answer.headers });
    },
    count: () => open.size,
    endAll: () => {
      for (const end of open) end();
    },
  };
};
