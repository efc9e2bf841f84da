using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace RtcCluster.Cluster.Membership;

/// <summary>
/// Notices a killed process by its connections: when one to it breaks, nothing listens at its address any more, and another member finds the same, it is declared dead at once and not after two
/// missed probes of a second. A path on which one member alone is refused kills nobody, unless there is no other one to ask: the probes' rule as well.
/// </summary>
/// <param name="membership">Who is a member.</param>
/// <param name="local">This process.</param>
/// <param name="witnesses">The others.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Where it says whom it misses.</param>
internal sealed partial class BrokenConnections(
    IClusterMembershipService membership, ILocalSiloDetails local, MemberWitnesses witnesses, TimeProvider time, ILogger<BrokenConnections> log)
{
    private const int MostWitnesses = 3;

    // Several write the same line of the table, and who loses does not write again by itself. After these the probes have noticed too.
    private const int Tries = 8;
    // A process that is being killed closes one connection after the other, and the one at which it listens may be the last.
    private const int MostAccepted = 2;
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<SiloAddress, bool> _missed = new();

    /// <summary>Goes with a connection that this process made to another member, and looks for that one when the connection has ended.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="next">What uses it.</param>
    public async Task WatchOutboundAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        try
        {
            await next(connection).ConfigureAwait(false);
        }
        finally
        {
            if (connection.RemoteEndPoint is IPEndPoint place)
            {
                Look(silo => silo.Endpoint.Equals(place));
            }
        }
    }

    /// <summary>The same for a connection that another member made: it tells which machine that is on, not at which port it listens.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="next">What uses it.</param>
    public async Task WatchInboundAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        try
        {
            await next(connection).ConfigureAwait(false);
        }
        finally
        {
            if (connection.RemoteEndPoint is IPEndPoint place)
            {
                Look(silo => silo.Endpoint.Address.Equals(place.Address));
            }
        }
    }

    /// <summary>Whether nothing listens there. Only a refusal says so: a frozen process accepts, and a path that is cut says nothing; both are for the probes.</summary>
    public static async Task<bool> IsRefusedAsync(IPEndPoint place)
    {
        using var socket = new Socket(place.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await socket.ConnectAsync(place, patience.Token).ConfigureAwait(false);
            return false;
        }
        catch (SocketException refused)
        {
            return refused.SocketErrorCode == SocketError.ConnectionRefused;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private void Look(Func<SiloAddress, bool> maybe)
    {
        foreach (var silo in Active().Where(silo => !silo.Equals(local.SiloAddress) && maybe(silo)))
        {
            LookAsync(silo).Ignore();
        }
    }

    private async Task LookAsync(SiloAddress silo)
    {
        if (!_missed.TryAdd(silo, true))
        {
            return;
        }

        try
        {
            var accepted = 0;
            var isTold = false;
            for (var tries = 0; tries < Tries && accepted < MostAccepted && IsActive(silo) && IsActive(local.SiloAddress); tries++)
            {
                if (!await IsRefusedAsync(silo.Endpoint).ConfigureAwait(false))
                {
                    accepted++;
                }
                else if (await IsConfirmedAsync(silo).ConfigureAwait(false))
                {
                    if (!isTold)
                    {
                        LogMissed(silo);
                        isTold = true;
                    }

                    await membership.TryKill(silo).ConfigureAwait(false);
                }

                await Task.Delay(Between, time).ConfigureAwait(false);
            }
        }
        finally
        {
            _missed.TryRemove(silo, out _);
        }
    }

    private async Task<bool> IsConfirmedAsync(SiloAddress silo)
    {
        var others = Active().Where(address => !address.Equals(silo) && !address.Equals(local.SiloAddress)).Take(MostWitnesses).ToList();
        await foreach (var answer in Task.WhenEach(others.Select(witness => witnesses.Agrees(witness, silo))).ConfigureAwait(false))
        {
            if (await answer.ConfigureAwait(false))
            {
                return true;
            }
        }

        return others.Count == 0;
    }

    private IEnumerable<SiloAddress> Active() => membership.CurrentSnapshot.Members.Values.Where(static member => member.Status == SiloStatus.Active).Select(static member => member.SiloAddress);

    private bool IsActive(SiloAddress silo) => membership.CurrentSnapshot.GetSiloStatus(silo) == SiloStatus.Active;

    [LoggerMessage(2305, LogLevel.Warning, "Member {Silo} is gone: its connection broke and nothing listens at its address.")]
    private partial void LogMissed(SiloAddress silo);
}
