using System.Text;
using RtcCluster.Sip.Messages;
using Xunit;

namespace RtcCluster.Sip.Tests.Messages;

/// <summary>Messages as text in tests: line breaks become CR LF, bytes become strings to compare.</summary>
internal static class Wire
{
    internal static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n"));

    internal static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);

    internal static SipMessage Read(string text) => Read(Bytes(text));

    internal static SipMessage Read(byte[] bytes)
    {
        var status = SipMessage.TryParse(bytes, SipLimits.Default, out var message);
        Assert.Equal(SipParseStatus.Ok, status);
        return message!;
    }

    internal static SipParseStatus StatusOf(byte[] bytes, SipLimits? limits = null)
    {
        var status = SipMessage.TryParse(bytes, limits ?? SipLimits.Default, out var message);
        Assert.Equal(status == SipParseStatus.Ok, message is not null);
        message?.Dispose();
        return status;
    }

    /// <summary>The first line of what a transport answers without state, null when it drops the message.</summary>
    internal static string? AnswerTo(byte[] bytes, SipLimits? limits = null) => WholeAnswerTo(bytes, limits)?.Split("\r\n")[0];

    internal static string? WholeAnswerTo(byte[] bytes, SipLimits? limits = null)
    {
        using var writer = new SipWriter();
        limits ??= SipLimits.Default;
        var status = StatusOf(bytes, limits);
        return SipRefusal.TryWrite(writer, status, bytes, limits, "127.0.0.77"u8, 5099, out var answer) ? Text(answer) : null;
    }

    /// <summary>Asserts that the message is refused for that reason and answered with that line; null means silence.</summary>
    internal static void AssertRefused(string text, SipParseStatus status, string? answer)
    {
        var bytes = Bytes(text);
        Assert.Equal(status, StatusOf(bytes));
        Assert.Equal(answer, AnswerTo(bytes));
    }

    internal static string[] Values(SipMessage message, SipHeader header)
    {
        var values = new List<string>();
        foreach (var value in message.Values(header))
        {
            values.Add(Text(value));
        }

        return [.. values];
    }

    internal static string? Value(SipMessage message, SipHeader header)
        => message.TryGet(header, out var value) ? Text(value) : null;
}
