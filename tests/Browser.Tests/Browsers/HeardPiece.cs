using RtcCluster.TestKit.Audio;

namespace RtcCluster.Browser.Tests.Browsers;

/// <summary>100 ms of what a page heard.</summary>
/// <param name="At">When the piece was whole.</param>
/// <param name="Samples">At 8 kHz.</param>
/// <param name="Tone">What is in it.</param>
internal sealed record HeardPiece(DateTimeOffset At, short[] Samples, HeardTone Tone);
