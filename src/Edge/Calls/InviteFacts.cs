using System.Text;
using RtcCluster.Sip.Agent.Effects;
using RtcCluster.Sip.Messages;

namespace RtcCluster.Edge.Calls;

/// <summary>What an INVITE says, kept beyond the life of its message.</summary>
internal sealed record InviteFacts
{
    /// <summary>The dialled number; empty when the request URI has no user.</summary>
    public required string Dialled { get; init; }

    /// <summary>The number in From.</summary>
    public required string FromNumber { get; init; }

    /// <summary>The name in From.</summary>
    public required string? FromName { get; init; }

    /// <summary>The number that the sender asserts (RFC 3325); believed of trunks only.</summary>
    public required string? AssertedNumber { get; init; }

    /// <summary>The name that goes with it.</summary>
    public required string? AssertedName { get; init; }

    /// <summary>The Call-ID.</summary>
    public required string CallId { get; init; }

    /// <summary>The whole request.</summary>
    public required byte[] Raw { get; init; }

    /// <summary>The offer; null when there is none.</summary>
    public required string? Sdp { get; init; }

    /// <summary>Reads an INVITE while its message lives.</summary>
    public static InviteFacts Of(IncomingInvite invite)
    {
        var message = invite.Message;
        var dialled = SipUri.TryParse(message.RequestUri, out var uri) ? Numbers.Dialled(uri) : "";
        var from = message.From;
        NameAddr asserted = default;
        var isAsserted = message.TryGet(SipHeader.PAssertedIdentity, out var value) && NameAddr.TryParse(value, out asserted);
        return new InviteFacts
        {
            Dialled = dialled,
            FromNumber = Numbers.Dialled(from.Uri),
            FromName = NameOf(from),
            AssertedNumber = isAsserted ? Numbers.Dialled(asserted.Uri) : null,
            AssertedName = isAsserted ? NameOf(asserted) : null,
            CallId = Encoding.UTF8.GetString(message.CallId),
            Raw = message.Raw.ToArray(),
            Sdp = invite.Body.IsEmpty ? null : Encoding.UTF8.GetString(invite.Body.Span),
        };
    }

    private static string? NameOf(in NameAddr address)
    {
        var name = Encoding.UTF8.GetString(address.DisplayName).Trim();
        if (name.Length >= 2 && name[0] == '"' && name[^1] == '"')
        {
            name = name[1..^1].Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal);
        }

        return name.Length == 0 ? null : name;
    }
}
