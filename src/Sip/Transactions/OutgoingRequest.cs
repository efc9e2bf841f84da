using RtcCluster.Sip.Agent;
using RtcCluster.Sip.Messages;

namespace RtcCluster.Sip.Transactions;

/// <summary>A request before it has a way out: everything but its Via.</summary>
internal sealed record OutgoingRequest
{
    public required SipMethod Method { get; init; }

    public required string Uri { get; init; }

    public required string From { get; init; }

    public required string To { get; init; }

    public required string CallId { get; init; }

    public required uint CSeq { get; init; }

    public IReadOnlyList<string> Routes { get; init; } = [];

    /// <summary>User part of the Contact, whose host follows from the flow; null for a request without Contact.</summary>
    public string? ContactUser { get; init; }

    public string ContactParameters { get; init; } = "";

    public int MaxForwards { get; init; } = 70;

    public IReadOnlyList<AddedHeader> Headers { get; init; } = [];

    public string? ContentType { get; init; }

    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The same request with one more header.</summary>
    public OutgoingRequest With(string name, string value) => this with { Headers = [.. Headers, new AddedHeader(name, value)] };

    /// <summary>The same request without the headers of that name.</summary>
    public OutgoingRequest Without(string name) => this with
    {
        Headers = [.. Headers.Where(line => !string.Equals(line.Name, name, StringComparison.OrdinalIgnoreCase))],
    };

    /// <summary>The ACK of a final response other than 2xx. RFC 3261 §17.1.1.3.</summary>
    public OutgoingRequest Ack(string to) => this with
    {
        Method = SipMethod.Ack, To = to, ContactUser = null, Headers = [], ContentType = null, Body = default,
    };

    /// <summary>The CANCEL of this INVITE: same way, same CSeq number. RFC 3261 §9.1.</summary>
    public OutgoingRequest Cancel(string? reason) => this with
    {
        Method = SipMethod.Cancel,
        ContactUser = null,
        Headers = reason is null ? [] : [new AddedHeader("Reason", reason)],
        ContentType = null,
        Body = default,
    };
}
