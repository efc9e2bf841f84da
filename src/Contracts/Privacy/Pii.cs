using System.Net;
using RtcCluster.Contracts.Ids;

namespace RtcCluster.Contracts.Privacy;

/// <summary>Wraps what belongs to people before it is logged.</summary>
public static class Pii
{
    /// <summary>A telephone number or extension; shown as <c>…67</c>.</summary>
    public static Pii<string> Number(string? number) => new(number ?? "", PiiKind.Number);

    /// <summary>A person's name; shown as <c>J…</c>.</summary>
    public static Pii<string> Name(string? name) => new(name ?? "", PiiKind.Name);

    /// <summary>An e-mail address, SIP URI or host; shown as <c>j…@…</c>, <c>sip:…</c>, <c>10.0.…</c> or <c>…</c>.</summary>
    public static Pii<string> Address(string? address) => new(address ?? "", PiiKind.Address);

    /// <summary>The address of a phone; shown as <c>10.0.…</c>.</summary>
    public static Pii<EndPoint?> Address(EndPoint? address) => new(address, PiiKind.Address);

    /// <summary>A line, whose id is its number; shown as <c>tenant/…01</c>.</summary>
    public static Pii<LineId> Key(LineId line) => new(line, PiiKind.Key);

    /// <summary>A user, whose id is a name; shown as <c>tenant/j…</c>.</summary>
    public static Pii<UserId> Key(UserId user) => new(user, PiiKind.Key);

    /// <summary>Text that others wrote, such as an exception's message or a carrier's reason phrase; what looks personal in it is masked.</summary>
    public static Pii<string> Text(string? text) => new(text ?? "", PiiKind.Text);

    /// <summary>A password, digest response or token; always shown as <c>***</c>.</summary>
    public static Pii<string> Secret(string? secret) => new(secret ?? "", PiiKind.Secret);
}
