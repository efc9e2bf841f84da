using System.Text;
using RtcCluster.Contracts.Calls;

namespace RtcCluster.Edge.Calls;

/// <summary>Writes parties and numbers as SIP addresses, so that no name can end its quotes or its line.</summary>
internal static class PartyText
{
    // RFC 3261 §25.1, user = unreserved / escaped / user-unreserved.
    private const string PlainInUser = "-_.!~*'()&=+$,;?/";

    /// <summary>A name-addr such as <c>"Ann" &lt;sip:1001@demo.test&gt;</c>.</summary>
    public static string AddressOf(Party party, string host) => AddressOf(party.Number, party.Name, host);

    /// <summary>A name-addr; without a name only the URI in brackets.</summary>
    public static string AddressOf(string number, string? name, string host)
    {
        var uri = $"<sip:{User(number)}@{Host(host)}>";
        return string.IsNullOrWhiteSpace(name) ? uri : $"\"{Quoted(name)}\" {uri}";
    }

    /// <summary>An IPv6 address in brackets, anything else as it is.</summary>
    public static string Host(string host) => host.Contains(':', StringComparison.Ordinal) && !host.StartsWith('[') ? $"[{host}]" : host;

    private static string User(string number)
    {
        var user = new StringBuilder(number.Length);
        foreach (var b in Encoding.UTF8.GetBytes(number))
        {
            if (char.IsAsciiLetterOrDigit((char)b) || PlainInUser.Contains((char)b, StringComparison.Ordinal))
            {
                user.Append((char)b);
            }
            else
            {
                user.Append('%').Append(b.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        return user.Length == 0 ? "anonymous" : user.ToString();
    }

    private static string Quoted(string name)
    {
        var quoted = new StringBuilder(name.Length);
        foreach (var letter in name)
        {
            if (char.IsControl(letter))
            {
                quoted.Append(' ');
                continue;
            }

            if (letter is '"' or '\\')
            {
                quoted.Append('\\');
            }

            quoted.Append(letter);
        }

        return quoted.ToString();
    }
}
