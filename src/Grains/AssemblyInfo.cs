using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("RtcCluster.Grains.Tests")]
[assembly: InternalsVisibleTo("RtcCluster.Load.Micro")]
