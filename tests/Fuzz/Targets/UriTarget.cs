using RtcCluster.Sip.Messages;

namespace RtcCluster.Fuzz.Targets;

/// <summary>A URI, and the comparison of RFC 3261 section 19.1.4: equal to itself, and the same both ways with a changed one.</summary>
public sealed class UriTarget : FuzzTarget
{
    public override string Kind => "uri";

    public override int MaxLength => 512;

    public override IReadOnlyList<byte[]> Words { get; } =
    [
        .. AsWords("sip:", "sips:", "tel:", "http:", "mailto:", "@", ":5060", ":0", ":65535", ":65536", ";transport=tcp", ";lr", ";maddr=", ";user=phone", ";method=INVITE", ";ttl=255", "?subject=a&b=c", "&", "%00", "%41", "%zz", "[::1]", "[2001:db8::1%25eth0]", "127.0.0.1", "example.com.", "+57 601"),
    ];

    public override Verdict Run(ReadOnlySpan<byte> input)
    {
        // A URI comes in a header; the reader refuses longer header sections before anybody looks for one.
        if (input.Length > SipLimits.Default.MaxHeaderBytes)
        {
            return Verdict.Refused("longer than a header section may be");
        }

        if (!SipUri.TryParse(input, out var uri))
        {
            return Verdict.Refused("not a URI");
        }

        GC.KeepAlive(HeaderValues.Read(uri));
        Demand(SipUriComparison.AreEqual(uri, uri), "a URI that is not equal to itself");
        Demand(SipUri.TryParse(uri.Text, out var again) && SipUriComparison.AreEqual(uri, again), "its own text reads as another URI");

        // The comparison is symmetric: a half of the input is another URI often enough.
        if (SipUri.TryParse(input[..(input.Length / 2)], out var half))
        {
            Demand(SipUriComparison.AreEqual(uri, half) == SipUriComparison.AreEqual(half, uri), "the comparison depends on the order");
        }

        return Verdict.Parsed;
    }
}
