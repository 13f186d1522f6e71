/** Put before worker.js by the server. */
declare const SHELL: string[];
