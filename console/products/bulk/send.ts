import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { BulkJob } from "../../../src/http/api-types.ts";
import { ask, withQuery } from "../../../ui/api.ts";
import { forgetFile, keepFile } from "./kept-file.ts";

type Sent = Pick<BulkJob, "kind" | "onError" | "dryRun"> & {
  file: Blob;
  /** How the columns of another cart are read; null: they are ours. */
  mapping: object | null;
  /** The check whose file this is. */
  checkedId?: string;
};

/** The mapping of a file that was sent, to send its like once more. */
export const mappingOf = ({ mapping }: BulkJob): object | null =>
  mapping === null ? null : { ...mapping, columns: Object.fromEntries(mapping.columns), only: true };

/** Sends a file and goes to its page. That of a check is kept on this machine until it is done. */
export function useSendFile() {
  const navigate = useNavigate();
  return useMutation({
    mutationFn: async ({ file, kind, onError, dryRun, mapping, checkedId }: Sent) => {
      // Read now: a spreadsheet that saves the file in the middle of the upload would break it off.
      const csv = new Blob([await file.arrayBuffer()], { type: "text/csv" });
      const path = withQuery(`/api/v1/products/bulk-${kind}`, {
        onError,
        dryRun,
        mapping: mapping === null ? undefined : JSON.stringify(mapping),
      });
      const { id } = await ask<{ id: string }>("POST", path, { csv });
      if (dryRun) await keepFile(id, csv);
      else if (checkedId !== undefined) await forgetFile(checkedId);
      return id;
    },
    onSuccess: (id) => navigate({ to: "/products/bulk/$id", params: { id } }),
  });
}
