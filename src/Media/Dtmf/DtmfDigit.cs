namespace RtcCluster.Media.Dtmf;

/// <summary>A key that was pressed and let go.</summary>
/// <param name="Digit">0-9, *, #, A-D, or ! for flash.</param>
/// <param name="Duration">How long.</param>
public readonly record struct DtmfDigit(char Digit, TimeSpan Duration);
