using RtcCluster.Sip.Agent;
using RtcCluster.Sip.Messages;

namespace RtcCluster.Sip.Registrar;

/// <summary>Reads a REGISTER and writes its 200: what lies between is the host's directory. RFC 3261 §10.3, RFC 3327, RFC 3608.</summary>
public static class RegisterReader
{
    /// <summary>Reads a request.</summary>
    /// <param name="message">The REGISTER.</param>
    /// <param name="limits">The registrar's limits.</param>
    /// <param name="request">What it asks for; null when it is refused.</param>
    /// <param name="refusal">Why it is refused; null when it is not.</param>
    public static bool TryRead(SipMessage message, RegistrarLimits limits, out RegisterRequest? request, out RegisterRefusal? refusal)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(limits);
        request = null;
        var to = message.To.Uri;
        if (!to.IsSip || to.User.IsEmpty)
        {
            refusal = Refuse(400, "Bad Address of Record");
            return false;
        }

        var path = SipText.All(message, SipHeader.Path);
        if (path.Count > limits.MaxPath || path.Exists(value => SipText.UriOf(value).Length == 0))
        {
            refusal = Refuse(400, "Bad Path");
            return false;
        }

        if (!TryReadContacts(message, limits, out var contacts, out var removesAll, out refusal))
        {
            return false;
        }

        request = new RegisterRequest(
            SipEscape.Unescape(to.User),
            SipText.Of(to.Host).ToLowerInvariant(),
            SipText.Of(message.CallId),
            message.CSeqNumber,
            removesAll,
            contacts,
            path,
            SipText.First(message, SipHeader.UserAgent));
        return true;
    }

    /// <summary>The header lines of the 200: each contact with what it has left, the Path and the Service-Route.</summary>
    /// <param name="bindings">The contacts that live.</param>
    /// <param name="path">The Path of the request, which RFC 3327 §5.3 wants back.</param>
    /// <param name="serviceRoute">Service-Route values; none when we have no say. RFC 3608.</param>
    /// <param name="now">The time, in ticks of 100 ns.</param>
    public static IReadOnlyList<AddedHeader> Accept(IReadOnlyList<Binding> bindings, IReadOnlyList<string> path, IReadOnlyList<string> serviceRoute, long now)
    {
        ArgumentNullException.ThrowIfNull(bindings);
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(serviceRoute);
        var lines = new List<AddedHeader>();
        foreach (var binding in bindings)
        {
            // A binding that dies within this second is still one of the list: 0 would say that it was removed.
            var left = Math.Max(1, (binding.ExpiresAt - now) / TimeSpan.TicksPerSecond);
            var value = $"<{binding.Uri}>;expires={left}";
            value += binding.Quality < 1000 ? $";q={binding.Quality / 1000}.{binding.Quality % 1000:000}" : "";
            value += binding.Instance.Length > 0 ? $";+sip.instance=\"{binding.Instance}\"" : "";
            value += binding.RegId > 0 ? $";reg-id={binding.RegId}" : "";
            lines.Add(new AddedHeader("Contact", value));
        }

        lines.AddRange(path.Select(value => new AddedHeader("Path", value)));
        lines.AddRange(serviceRoute.Select(value => new AddedHeader("Service-Route", value)));
        return lines;
    }

    private static bool TryReadContacts(
        SipMessage message, RegistrarLimits limits, out List<ContactChange> contacts, out bool removesAll, out RegisterRefusal? refusal)
    {
        contacts = [];
        removesAll = false;
        refusal = null;
        var inherited = -1L;
        if (message.TryGet(SipHeader.Expires, out var expires) && DeltaSeconds.TryParse(expires, out var seconds))
        {
            inherited = seconds;
        }

        foreach (var value in message.Values(SipHeader.Contact))
        {
            if (!Contact.TryParse(value, out var contact) || (!contact.IsWildcard && !contact.Uri.IsSip))
            {
                refusal = Refuse(400, "Bad Contact");
                return false;
            }

            if (contact.IsWildcard)
            {
                removesAll = true;
                continue;
            }

            if (!TryExpiry(contact.Expires, inherited, limits, out var length))
            {
                refusal = new RegisterRefusal(423, "Interval Too Brief", [new AddedHeader("Min-Expires", SipText.Number(limits.MinExpires))]);
                return false;
            }

            contacts.Add(Read(contact, length));
        }

        // RFC 3261 §10.2.2: "*" stands alone and with Expires: 0.
        if ((removesAll && (contacts.Count > 0 || inherited != 0)) || contacts.Count > limits.MaxContacts)
        {
            refusal = Refuse(400, removesAll ? "Bad Wildcard Contact" : "Too Many Contacts");
            return false;
        }

        return true;
    }

    private static bool TryExpiry(long own, long inherited, RegistrarLimits limits, out int length)
    {
        var asked = own >= 0 ? own : inherited >= 0 ? inherited : limits.DefaultExpires;
        length = (int)Math.Min(asked, limits.MaxExpires);

        // RFC 3261 §10.3 step 7: 423 only for an expiry under an hour, which a minimum always is.
        return asked == 0 || asked >= limits.MinExpires;
    }

    private static ContactChange Read(Contact contact, int expires)
    {
        var instance = contact.Parameters.TryGet("+sip.instance"u8, out var quoted) ? QuotedString.Unquote(quoted) : "";
        var regId = contact.Parameters.TryGet("reg-id"u8, out var digits) && SipGrammar.TryReadNumber(digits, int.MaxValue, out var number) ? (int)number : 0;
        return new ContactChange(SipText.Of(contact.Address.UriText), expires, contact.Quality, instance.Contains('"', StringComparison.Ordinal) ? "" : instance, regId);
    }

    private static RegisterRefusal Refuse(int code, string phrase) => new(code, phrase, []);
}
