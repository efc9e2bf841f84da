using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using RtcCluster.Contracts.Incidents;
using RtcCluster.Edge.Configuration;

namespace RtcCluster.Edge.Incidents;

/// <summary>Where addresses are, as the operator's file says (<c>Auth:PlacesFile</c>): lines of network, country, latitude, longitude. Without a file nobody knows.</summary>
internal sealed class PlaceTable
{
    private readonly FrozenDictionary<IPNetwork, Place> _places;
    private readonly int[] _lengths;

    public PlaceTable(IOptions<AuthOptions> options)
        : this(options.Value.PlacesFile.Length == 0 ? [] : File.ReadLines(options.Value.PlacesFile), options.Value.PlacesFile)
    {
    }

    /// <param name="lines">The lines of the file; empty ones and those that begin with # are left out.</param>
    /// <param name="file">What it is called.</param>
    /// <exception cref="InvalidDataException">A line cannot be read.</exception>
    public PlaceTable(IEnumerable<string> lines, string file)
    {
        var places = new Dictionary<IPNetwork, Place>();
        var number = 0;
        foreach (var line in lines)
        {
            number++;
            if (line.Length > 0 && line[0] != '#')
            {
                var (network, place) = Read(line) ?? throw new InvalidDataException($"{nameof(AuthOptions.PlacesFile)} {file}, line {number}: network, country, latitude and longitude are wanted.");
                places[network] = place;
            }
        }

        _places = places.ToFrozenDictionary();
        _lengths = [.. _places.Keys.Select(static network => network.PrefixLength).Distinct().OrderDescending()];
    }

    /// <summary>Where an address is: what the smallest network around it says; null when none does.</summary>
    public Place? Find(string address)
    {
        if (_lengths.Length == 0 || !IPAddress.TryParse(address, out var read))
        {
            return null;
        }

        var plain = read.IsIPv4MappedToIPv6 ? read.MapToIPv4() : read;
        foreach (var length in _lengths)
        {
            if (length <= (plain.AddressFamily == AddressFamily.InterNetwork ? 32 : 128) && _places.TryGetValue(new IPNetwork(Masked(plain, length), length), out var place))
            {
                return place;
            }
        }

        return null;
    }

    private static (IPNetwork Network, Place Place)? Read(string line) =>
        line.Split(',', StringSplitOptions.TrimEntries) is [var network, { Length: 2 } country, var latitude, var longitude]
            && IPNetwork.TryParse(network, out var read)
            && double.TryParse(latitude, NumberStyles.Float, CultureInfo.InvariantCulture, out var north) && north is >= -90 and <= 90
            && double.TryParse(longitude, NumberStyles.Float, CultureInfo.InvariantCulture, out var east) && east is >= -180 and <= 180
            ? (read, new Place(country.ToUpperInvariant(), north, east))
            : null;

    private static IPAddress Masked(IPAddress address, int length)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var written);
        for (var i = 0; i < written; i++)
        {
            var kept = Math.Clamp(length - (i * 8), 0, 8);
            bytes[i] &= (byte)(0xFF << (8 - kept));
        }

        return new IPAddress(bytes[..written]);
    }
}
