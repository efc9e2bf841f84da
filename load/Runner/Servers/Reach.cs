using System.CommandLine.Parsing;
using System.Net;
using System.Net.Sockets;

namespace RtcCluster.Load.Runner.Servers;

/// <summary>Where load may go: this machine, and a private network of a namespace of its own. Anything else only when whoever runs it says so.</summary>
internal static class Reach
{
    private const string OwnNetwork = "/proc/self/ns/net";
    private const string FirstNetwork = "/proc/1/ns/net";

    /// <summary>Why load may not be put on this host; null when it may.</summary>
    /// <param name="host">An address; a name could mean another machine tomorrow.</param>
    /// <param name="isTold">Whether the user takes it on himself.</param>
    public static string? Refusal(string host, bool isTold) =>
        !IPAddress.TryParse(host.Trim('[', ']'), out var address) ? $"{host} is a name; a target is an address."
        : isTold ? null
        : Refusal(address, IsInOwnNetwork());

    /// <summary>The rule itself.</summary>
    public static string? Refusal(IPAddress address, bool isInOwnNetwork) =>
        IPAddress.IsLoopback(address) ? null
        : !IsPrivate(address) ? $"{address} is another machine's: only with --beyond-loopback, and only when it is yours."
        : isInOwnNetwork ? null
        : $"{address} is private, but this process is in the machine's own network: use a network namespace, or --beyond-loopback.";

    /// <summary>Reads a target from the command line.</summary>
    public static Uri? ReadAddress(ArgumentResult asked) => ReadAddresses(asked).FirstOrDefault();

    /// <summary>Reads several.</summary>
    public static Uri[] ReadAddresses(ArgumentResult asked)
    {
        var addresses = new List<Uri>();
        foreach (var token in asked.Tokens)
        {
            if (Uri.TryCreate(token.Value, UriKind.Absolute, out var address))
            {
                addresses.Add(address);
            }
            else
            {
                asked.AddError($"{token.Value} is no web address.");
            }
        }

        return [.. addresses];
    }

    private static bool IsPrivate(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6
            ? address.IsIPv6UniqueLocal || address.IsIPv6LinkLocal
            : address.GetAddressBytes() is [10, ..] or [172, >= 16 and <= 31, ..] or [192, 168, ..] or [169, 254, ..];

    // A process that may not look at the first one's namespace is told that it is in the same.
    private static bool IsInOwnNetwork()
    {
        try
        {
            return File.ResolveLinkTarget(OwnNetwork, returnFinalTarget: false)?.Name is { } own
                && File.ResolveLinkTarget(FirstNetwork, returnFinalTarget: false)?.Name is { } first && own != first;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
