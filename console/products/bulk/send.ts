import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { BulkJob } from "../../../src/http/api-types.ts";
import { ask, withQuery } from "../../../ui/api.ts";
import { readCsv } from "../../../ui/read-file.ts";
import { forgetFile, keepFile } from "./kept-file.ts";

type Sent = Pick<BulkJob, "kind" | "onError" | "dryRun"> & {
  file: Blob;
  /** How to read the columns of another cart; null: they are ours. */
  mapping: object | null;
  /** The check that this file belongs to. */
  checkedId?: string;
};

/** The mapping of a sent file, to send a similar file with it. */
export const mappingOf = ({ mapping }: BulkJob): object | null =>
  mapping === null ? null : { ...mapping, columns: Object.fromEntries(mapping.columns), only: true };

/** Sends a file and opens its page. The file of a check is stored in this browser until it is run. */
export function useSendFile() {
  const navigate = useNavigate();
  return useMutation({
    mutationFn: async ({ file, kind, onError, dryRun, mapping, checkedId }: Sent) => {
      // Read now: if a spreadsheet program saved the file during the upload, the upload would fail.
      const csv = await readCsv(file);
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
