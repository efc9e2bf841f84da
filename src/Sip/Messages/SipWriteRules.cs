namespace RtcCluster.Sip.Messages;

/// <summary>What may stand where in a message that we write, so that it is read as it was meant.</summary>
internal static class SipWriteRules
{
    /// <summary>Neither CR nor LF: either would begin a header of somebody else's choice.</summary>
    internal static bool IsOneLine(ReadOnlySpan<byte> text) => text.IndexOfAny((byte)'\r', (byte)'\n') < 0;

    /// <summary>Printable ASCII without brackets and quotes, which would let a URI end early.</summary>
    internal static bool IsUri(ReadOnlySpan<byte> uri)
        => !uri.IsEmpty && uri.IndexOfAnyExceptInRange((byte)0x21, (byte)0x7E) < 0 && uri.IndexOfAny((byte)'<', (byte)'>', (byte)'"') < 0;

    /// <summary>A quoted string with its quotes, or printable ASCII that does not end a parameter.</summary>
    internal static bool IsParameterValue(ReadOnlySpan<byte> value)
        => !value.IsEmpty && value[0] == (byte)'"'
            ? SipGrammar.QuotedLength(value) == value.Length
            : !value.IsEmpty && value.IndexOfAnyExceptInRange((byte)0x21, (byte)0x7E) < 0 && value.IndexOfAny(";,\"<>"u8) < 0;
}
