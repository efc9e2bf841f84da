namespace RtcCluster.Sip.Messages;

/// <summary>One parameter of a header or URI: <c>name</c> or <c>name=value</c>.</summary>
public readonly ref struct SipParameter
{
    internal SipParameter(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, bool hasValue)
    {
        Name = name;
        Value = value;
        HasValue = hasValue;
    }

    /// <summary>The name as written; names compare without case.</summary>
    public ReadOnlySpan<byte> Name { get; }

    /// <summary>The value as written, quotes and escapes included; empty when there is none. See <see cref="QuotedString"/>.</summary>
    public ReadOnlySpan<byte> Value { get; }

    /// <summary>True when an equals sign was there, even before nothing.</summary>
    public bool HasValue { get; }
}
