using System.Net;
using System.Net.Sockets;
using RtcCluster.Cluster.Membership;
using RtcCluster.Edge.Hub;
using RtcCluster.Storage;
using RtcCluster.Storage.Outages;

namespace RtcCluster.Edge.Lifecycle;

/// <summary>
/// Looks, while the state store is away, whether this edge is cut off from most of the cluster as well. Then it falls silent: it sends no SIP, is not ready, and lets its browsers go to
/// another edge. Sound goes on, since two who hear each other over this edge lose nothing by that.
/// </summary>
/// <remarks>
/// The lease alone does not tell: its grain may live in a silo that was cut off together with this edge, and goes on to confirm it. Members are asked by a connection to their port, which needs
/// nothing of the cluster to work, and only while the store is away.
/// </remarks>
internal sealed partial class CutOffWatch : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TablePatience = TimeSpan.FromSeconds(3);

    private readonly StorageMetrics _stores;
    private readonly ClusterMembership _membership;
    private readonly LeaseKeeper _lease;
    private readonly PhoneDevices _devices;
    private readonly ILogger<CutOffWatch> _log;
    private readonly CutOffRule _rule = new();

    public CutOffWatch(StorageMetrics stores, ClusterMembership membership, LeaseKeeper lease, PhoneDevices devices, EdgeMetrics metrics, ILogger<CutOffWatch> log)
    {
        (_stores, _membership, _lease, _devices, _log) = (stores, membership, lease, devices, log);
        metrics.AddGauge("rtc_edge_cut_off", "1 while the edge is silent because it reaches neither the state store nor most of the members.", () => lease.IsCutOff ? 1 : 0);
    }

    /// <summary>Whether somebody listens at an address.</summary>
    internal static async Task<Reach> LookAsync(IPEndPoint member, CancellationToken ct)
    {
        using var socket = new Socket(member.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        try
        {
            await socket.ConnectAsync(member, patience.Token).ConfigureAwait(false);
            return Reach.Answers;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
        {
            return Reach.Refuses;
        }
        catch (Exception e) when (e is SocketException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return Reach.Silent;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
        {
            var answers = !_stores.IsAway(WatchedStore.State);
            var others = _membership.Live(ClusterRoles.Core | ClusterRoles.Edge).Where(member => !member.Address.Equals(_membership.Local)).ToList();
            var found = answers ? [] : await Task.WhenAll(others.Select(other => LookAsync(other.Address.Endpoint, stoppingToken))).ConfigureAwait(false);
            _rule.Take(answers, found);
            if (_rule.IsCutOff && !_lease.IsCutOff)
            {
                FallSilent(found.Count(static reach => reach == Reach.Answers), others.Count);
            }
            else if (!_rule.IsCutOff && _lease.IsCutOff && await IsMemberAsync(stoppingToken).ConfigureAwait(false))
            {
                _lease.CutOff(false);
                LogBack();
            }
        }
    }

    // One that the others have declared dead stays silent, and ends itself as soon as it has read so.
    private async Task<bool> IsMemberAsync(CancellationToken stopping)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        patience.CancelAfter(TablePatience);
        try
        {
            return await _membership.ConfirmLocal(patience.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (!stopping.IsCancellationRequested && GrainFailure.IsTransient(e))
        {
            return false;
        }
    }

    private void FallSilent(int reached, int others)
    {
        _lease.CutOff(true);
        LogCutOff(others, reached);
        foreach (var connection in _devices.Connected.Select(static device => device.Connection).OfType<PhoneConnection>())
        {
            connection.Abort();
        }
    }

    [LoggerMessage(2041, LogLevel.Critical, "The edge is cut off: the state store does not answer, and of {Others} other members {Reached} do. It is silent until that has changed; its calls may be at another edge by now.")]
    private partial void LogCutOff(int others, int reached);

    [LoggerMessage(2042, LogLevel.Warning, "The edge is not cut off any more, and speaks again.")]
    private partial void LogBack();
}
