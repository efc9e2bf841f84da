using RtcCluster.Sip.Messages;

namespace RtcCluster.Fuzz.Targets;

/// <summary>Reads one header value by every value parser there is: a host that looks into the wrong header must not fall over it.</summary>
internal static class HeaderValues
{
    /// <summary>A number that depends on all that was read, so that nothing is optimised away.</summary>
    public static long Read(ReadOnlySpan<byte> value)
    {
        long touched = 0;
        if (NameAddr.TryParse(value, out var address))
        {
            touched += address.DisplayName.Length + address.Tag.Length + Read(address.Uri) + Read(address.Parameters);
        }

        if (Contact.TryParse(value, out var contact))
        {
            touched += contact.Quality + contact.Expires;
        }

        if (Via.TryParse(value, out var via))
        {
            touched += via.Host.Length + via.Port + via.Branch.Length + via.Received.Length + via.Rport + via.Ttl + via.Maddr.Length + via.SentBy.Length + (via.HasMagicCookie ? 1 : 0) + Read(via.Parameters);
        }

        if (AuthValue.TryParse(value, out var auth))
        {
            touched += auth.Scheme.Length + Read(auth.Parameters) + (auth.TryGet("nonce"u8, out var nonce) ? nonce.Length : 0);
        }

        touched += CSeq.TryParse(value, out var cseq) ? cseq.Number : 0;
        touched += RAck.TryParse(value, out _) ? 1 : 0;
        touched += SessionExpires.TryParse(value, out _) ? 1 : 0;
        touched += Replaces.TryParse(value, out _) ? 1 : 0;
        touched += Reason.TryParse(value, out _) ? 1 : 0;
        touched += ReferTo.TryParse(value, out _) ? 1 : 0;
        touched += Warning.TryParse(value, out _) ? 1 : 0;
        touched += RetryAfter.TryParse(value, out _) ? 1 : 0;
        touched += TokenValue.TryParse(value, out _) ? 1 : 0;
        touched += MediaType.TryParse(value, out _) ? 1 : 0;
        touched += DeltaSeconds.TryParse(value, out var seconds) ? seconds : 0;
        touched += SipDate.TryParse(value, out var date) ? date.Ticks : 0;
        return touched;
    }

    /// <summary>All parts of a URI.</summary>
    public static long Read(SipUri uri) =>
        uri.Text.Length + uri.SchemeToken.Length + uri.Opaque.Length + uri.User.Length + uri.Password.Length + uri.Host.Length + uri.Address.Length + uri.Port
        + Read(uri.Parameters) + Read(uri.Headers);

    private static long Read(SipParameters parameters)
    {
        long touched = parameters.IsWellFormed ? 1 : 0;
        foreach (var parameter in parameters)
        {
            touched += parameter.Name.Length + parameter.Value.Length;
        }

        return touched;
    }
}
