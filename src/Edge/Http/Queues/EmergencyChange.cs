using System.ComponentModel.DataAnnotations;

namespace RtcCluster.Edge.Http.Queues;

/// <summary>The emergency switch.</summary>
/// <param name="On">True: callers are sent to the number for emergencies.</param>
public sealed record EmergencyChange([Required] bool On);
