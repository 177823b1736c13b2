/** What each room's Lambda is made of, and what it means to people when it fails. */
import type { HttpRoom } from '../functions/runtime/routes.ts';
import type { Worker } from '../functions/runtime/subscriptions.ts';

export type RoomName = HttpRoom | Worker | 'bounce' | 'sweep';

/** What esbuild cannot see and a room needs beside its bundle. */
export type Kit = 'templates' | 'assets' | 'chromium';

export type RoomPlan = {
  readonly kits: readonly Kit[];
  /** 1,769 MB is one full vCPU. */
  readonly memoryMb: number;
  /** API Gateway gives up after 30 s, so a room behind it must have answered by then. */
  readonly timeoutSeconds: number;
  /** The harm to a person, in the operator's language. */
  readonly failureMeans: string;
};

export const ROOMS: Readonly<Record<RoomName, RoomPlan>> = {
  admin: {
    kits: ['templates', 'assets'],
    memoryMb: 1024,
    timeoutSeconds: 20,
    failureMeans: 'Admin tidak dapat mencatat pencanangan atau memantau dokumennya.',
  },
  signing: {
    kits: ['templates', 'assets'],
    memoryMb: 1024,
    // A provider of certified signatures may be slow.
    timeoutSeconds: 27,
    failureMeans: 'Penanda tangan tidak dapat membuka atau menandatangani dokumennya.',
  },
  archive: {
    kits: ['templates', 'assets'],
    memoryMb: 1024,
    timeoutSeconds: 20,
    failureMeans: 'Arsiparis dan masyarakat tidak dapat mengambil atau memverifikasi dokumen.',
  },
  board: {
    kits: ['templates', 'assets'],
    memoryMb: 1024,
    timeoutSeconds: 20,
    failureMeans: 'Papan acara atau halaman publik pencanangan tidak tampil di hadapan hadirin.',
  },
  draft: {
    kits: [],
    memoryMb: 512,
    timeoutSeconds: 30,
    failureMeans:
      'Pencanangan telah diterima, tetapi dokumennya belum terbentuk; tidak seorang pun diundang untuk menandatangani.',
  },
  render: {
    kits: ['templates', 'chromium'],
    memoryMb: 2048,
    timeoutSeconds: 120,
    failureMeans:
      'Dokumen atau lembar buktinya belum tercetak; penanda tangan belum diundang atau dokumen belum dapat disegel.',
  },
  seal: {
    kits: [],
    memoryMb: 1024,
    // Authorities outside may each take as long as they are allowed to.
    timeoutSeconds: 160,
    failureMeans:
      'Dokumen yang telah ditandatangani semua pihak belum bersegel elektronik dan belum dapat diarsipkan.',
  },
  notify: {
    kits: ['templates'],
    memoryMb: 512,
    timeoutSeconds: 60,
    failureMeans:
      'Surat undangan atau pemberitahuan tidak terkirim; penanda tangan tidak mengetahui bahwa ia ditunggu.',
  },
  bounce: {
    kits: [],
    memoryMb: 512,
    timeoutSeconds: 60,
    failureMeans:
      'Surat yang kembali tidak tercatat; admin tidak mengetahui bahwa seorang penanda tangan tidak terjangkau.',
  },
  sweep: {
    kits: [],
    memoryMb: 512,
    timeoutSeconds: 60,
    failureMeans:
      'Pekerjaan yang tersendat tidak dilanjutkan; dokumen dapat tertahan tanpa diketahui.',
  },
};
