using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text;
using RtcCluster.Contracts.Users;
using RtcCluster.Edge.Configuration;
using RtcCluster.Sip.Agent;
using RtcCluster.Sip.Messages;

namespace RtcCluster.Edge.Calls;

/// <summary>A REGISTER as the user's grain wants it (RFC 3261 §10.3), or the answer that it gets instead.</summary>
/// <param name="Account">The user part of To: whose bindings are meant.</param>
/// <param name="Contacts">What shall be bound or removed.</param>
/// <param name="RemoveAll">Whether every binding is removed.</param>
/// <param name="Path">RFC 3327.</param>
/// <param name="Code">0 when it can be carried out; else the status code of the answer.</param>
internal sealed record RegisterReading(string Account, ImmutableArray<ContactRequest> Contacts, bool RemoveAll, ImmutableArray<string> Path, int Code)
{
    private const int MaxContacts = 10;

    /// <summary>Reads a REGISTER.</summary>
    public static RegisterReading Of(SipMessage message, IPEndPoint source, SipOptions options)
    {
        var account = Numbers.Unescape(message.To.Uri.User);
        var path = ImmutableArray.CreateBuilder<string>();
        foreach (var value in message.Values(SipHeader.Path))
        {
            path.Add(Encoding.UTF8.GetString(value));
        }

        var common = message.TryGet(SipHeader.Expires, out var text) && DeltaSeconds.TryParse(text, out var seconds) ? seconds : -1L;
        var contacts = ImmutableArray.CreateBuilder<ContactRequest>();
        var wildcards = 0;
        foreach (var value in message.Values(SipHeader.Contact))
        {
            if (!Contact.TryParse(value, out var contact))
            {
                return Refused(account, 400);
            }

            if (contact.IsWildcard)
            {
                wildcards++;
                continue;
            }

            var expires = contact.Expires >= 0 ? contact.Expires : common >= 0 ? common : options.MaxRegistrationSeconds;
            if (expires > 0 && expires < options.MinRegistrationSeconds)
            {
                return Refused(account, 423);
            }

            contacts.Add(new ContactRequest(
                Encoding.UTF8.GetString(contact.Address.UriText),
                (int)Math.Min(expires, options.MaxRegistrationSeconds),
                contact.Quality / 1_000.0,
                Parameter(contact, "+sip.instance"u8),
                int.TryParse(Parameter(contact, "reg-id"u8), NumberStyles.None, CultureInfo.InvariantCulture, out var regId) ? regId : null,
                IsBehindNat(contact.Uri, source)));
        }

        // "*" stands alone and removes: anything else with it is a mistake (RFC 3261 §10.3 step 6).
        var badWildcard = wildcards > 0 && (wildcards > 1 || contacts.Count > 0 || common != 0);
        return badWildcard || contacts.Count > MaxContacts
            ? Refused(account, 400)
            : new RegisterReading(account, contacts.ToImmutable(), wildcards == 1, path.ToImmutable(), 0);
    }

    /// <summary>The Contact lines of the answer.</summary>
    public static IEnumerable<AddedHeader> Lines(ImmutableArray<ContactBinding> bindings)
    {
        foreach (var binding in bindings)
        {
            var line = new StringBuilder().Append(CultureInfo.InvariantCulture, $"<{binding.Uri}>;expires={binding.ExpiresSeconds}");
            if (binding.Q < 1)
            {
                line.Append(CultureInfo.InvariantCulture, $";q={binding.Q:0.###}");
            }

            if (binding.InstanceId is { } instance)
            {
                line.Append(CultureInfo.InvariantCulture, $";+sip.instance=\"{instance}\"");
            }

            if (binding.RegId is { } regId)
            {
                line.Append(CultureInfo.InvariantCulture, $";reg-id={regId}");
            }

            yield return new AddedHeader("Contact", line.ToString());
        }
    }

    private static RegisterReading Refused(string account, int code) => new(account, [], false, [], code);

    private static string? Parameter(in Contact contact, ReadOnlySpan<byte> name) =>
        contact.Parameters.TryGet(name, out var value) && !value.IsEmpty ? Encoding.UTF8.GetString(value).Trim('"') : null;

    private static bool IsBehindNat(in SipUri contact, IPEndPoint source)
    {
        var port = contact.Port != 0 ? contact.Port : 5060;
        return !IPAddress.TryParse(Encoding.UTF8.GetString(contact.Address), out var address) || !address.Equals(source.Address) || port != source.Port;
    }
}
