/** The camera: opening it, taking a picture, and saying kindly what went wrong. Source: Media Capture and Streams (W3C). */

/** @throws DOMException if there is none or it may not be used */
export async function openCamera(): Promise<MediaStream> {
  // Without a secure context there is no such object, whatever its type says.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (devices === undefined) throw new DOMException("no media devices", "NotFoundError");
  return await devices.getUserMedia({
    audio: false,
    video: { facingMode: "environment", width: { ideal: 1920 }, height: { ideal: 1080 } },
  });
}

export async function takePicture(video: HTMLVideoElement): Promise<File> {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: video.videoWidth, height: video.videoHeight });
  canvas.getContext("2d")?.drawImage(video, 0, 0);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve));
  if (blob === null) throw new Error("The camera gave no picture. Wait until it is shown, and try again.");
  return new File([blob], "camera.png", { type: "image/png" });
}

const PROBLEMS: Readonly<Record<string, { title: string; mend: string }>> = {
  NotFoundError: {
    title: "No camera was found.",
    mend: "Connect one, or take the picture with a phone and open the file here.",
  },
  NotAllowedError: {
    title: "This page may not use the camera.",
    mend: "Allow it in the browser's settings for this page, or open a picture file instead.",
  },
  NotReadableError: {
    title: "The camera is busy.",
    mend: "Another program may be using it: close that one and try again.",
  },
};

export function describeCameraError(error: unknown): { title: string; mend: string } {
  const name = error instanceof DOMException ? error.name : "";
  return (
    PROBLEMS[name] ?? {
      title: "The camera could not be opened.",
      mend: `The browser says: ${error instanceof Error ? error.message : String(error)}. A picture file works as well.`,
    }
  );
}
