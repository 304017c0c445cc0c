/** How many files of a plugin were changed since it was installed, for people. */
export const changedFilesNote = (files: ReadonlyArray<string>): string =>
  `${files.length === 1 ? "1 file" : `${files.length} files`} changed since it was installed`
