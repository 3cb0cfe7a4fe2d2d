// The only place that knows Tauri. The commands are those of the shell:
// call, run, cancel, pause, resume, pick, save, save_file, watch, present.
import { Channel, invoke } from '@tauri-apps/api/core';
import type { Answer, ChosenFile, Host, HostEvent } from './host';
import type { ImportedView, Progress } from './types';

let jobs = 0;

export const host: Host = {
  call: (command, request) => invoke<Answer<typeof command>>('call', { command, request: request ?? null }),

  importFiles(request, progress) {
    const job = ++jobs;
    const channel = new Channel<Progress>(progress);
    return {
      done: invoke<ImportedView>('run', { job, command: 'import', request, progress: channel }),
      cancel: () => void invoke('cancel', { job }),
      pause: () => invoke<boolean>('pause', { job }),
      resume: () => invoke<boolean>('resume', { job }),
    };
  },

  pick: (what) => invoke<ChosenFile[]>('pick', { what }),

  save: (command, request) => invoke<boolean>('save', { command, request }),

  saveFile: (file) => invoke<boolean>('save_file', { file }),

  listen: (hear) => void invoke('watch', { events: new Channel<HostEvent>(hear) }),

  present: () => void invoke('present'),
};
