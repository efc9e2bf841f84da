using RtcCluster.Contracts.Ids;
using RtcCluster.Contracts.ParkLots;

namespace RtcCluster.Grains.ParkLots;

/// <summary>What a call asks the lot within a turn: is there a slot?</summary>
/// <param name="Entry">What is wanted.</param>
/// <param name="Waiting">The leg that would wait.</param>
internal sealed record ParkQuestion(ParkEntry Entry, LegId Waiting);
