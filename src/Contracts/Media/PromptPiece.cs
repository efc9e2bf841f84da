namespace RtcCluster.Contracts.Media;

/// <summary>A part of a prompt.</summary>
[GenerateSerializer, Immutable, Alias("rtc.PromptPiece")]
public abstract record PromptPiece;

/// <summary>A text that the anchor speaks.</summary>
/// <param name="Text">The text, numbers and times already in words.</param>
/// <param name="Language">Its language (BCP 47): <c>es-CO</c> or <c>en</c>.</param>
[GenerateSerializer, Immutable, Alias("rtc.PromptSpeech")]
public sealed record PromptSpeech([property: Id(0)] string Text, [property: Id(1)] string Language) : PromptPiece;

/// <summary>A stored WAV file, mono, PCM of 16 bit.</summary>
/// <param name="Blob">Its key in the blob store.</param>
[GenerateSerializer, Immutable, Alias("rtc.PromptAudio")]
public sealed record PromptAudio([property: Id(0)] string Blob) : PromptPiece;

/// <summary>A stored WAV file as <see cref="PromptAudio"/>, again and again until the leg hears something else: music. Nothing comes after it.</summary>
/// <param name="Blob">Its key in the blob store.</param>
[GenerateSerializer, Immutable, Alias("rtc.PromptMusic")]
public sealed record PromptMusic([property: Id(0)] string Blob) : PromptPiece;

/// <summary>A stored recording of one channel: chunks below a prefix, as <c>StartRecording</c> wrote them. What its left channel holds is heard.</summary>
/// <param name="BlobPrefix">Where its chunks are; ends with a slash.</param>
/// <param name="Chunks">How many there are.</param>
[GenerateSerializer, Immutable, Alias("rtc.PromptRecording")]
public sealed record PromptRecording([property: Id(0)] string BlobPrefix, [property: Id(1)] int Chunks) : PromptPiece;

/// <summary>Silence.</summary>
/// <param name="Milliseconds">How long.</param>
[GenerateSerializer, Immutable, Alias("rtc.PromptPause")]
public sealed record PromptPause([property: Id(0)] int Milliseconds) : PromptPiece;

/// <summary>A tone.</summary>
/// <param name="Hertz">Its frequency, 300 to 3,400.</param>
/// <param name="Milliseconds">How long.</param>
[GenerateSerializer, Immutable, Alias("rtc.PromptTone")]
public sealed record PromptTone([property: Id(0)] int Hertz, [property: Id(1)] int Milliseconds) : PromptPiece;
