namespace RtcCluster.Sip.Messages;

/// <summary>delta-seconds = 1*DIGIT: Expires, Min-Expires, Min-SE, Flow-Timer. RFC 3261 §20.19.</summary>
public static class DeltaSeconds
{
    /// <summary>The largest value; anything beyond it means this (RFC 3261 §20.19, RFC 4475 §3.1.2.4).</summary>
    public const long Max = uint.MaxValue;

    /// <summary>Reads a number of seconds from 0 to <see cref="Max"/>. False when it is no number.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out long seconds)
        => SipGrammar.TryReadNumber(SipGrammar.Trim(text), Max, out seconds, out _);
}
