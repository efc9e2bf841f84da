using System.Globalization;
using System.Net;
using System.Text;
using RtcCluster.Contracts.Users;
using RtcCluster.Sip.Agent;
using RtcCluster.Sip.Messages;
using RtcCluster.Sip.Registrar;

namespace RtcCluster.Edge.Calls;

/// <summary>Contacts between the registrar's words and those of the user's grain.</summary>
internal static class ContactRequests
{
    /// <summary>One contact of a REGISTER, as the grain wants it.</summary>
    public static ContactRequest Of(ContactChange change, IPEndPoint source) => new(
        change.Uri,
        change.Expires,
        change.Quality / 1_000.0,
        change.Instance.Length > 0 ? change.Instance : null,
        change.RegId > 0 ? change.RegId : null,
        IsBehindNat(change.Uri, source));

    /// <summary>The Contact lines of a 200: every binding with the seconds that it still lasts.</summary>
    public static IEnumerable<AddedHeader> Lines(IEnumerable<ContactBinding> bindings)
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

    private static bool IsBehindNat(string uri, IPEndPoint source)
    {
        if (!SipUri.TryParse(Encoding.UTF8.GetBytes(uri), out var contact))
        {
            return true;
        }

        var port = contact.Port != 0 ? contact.Port : 5060;
        return !IPAddress.TryParse(Encoding.UTF8.GetString(contact.Address), out var address) || !address.Equals(source.Address) || port != source.Port;
    }
}
