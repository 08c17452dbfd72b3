using Kling3.EndToEnd.Support;
using Xunit.Sdk;
using Xunit.v3;

// One build at a time: each of them takes all the machine has.
[assembly: Parallelization(Mode = ParallelMode.None)]
[assembly: AssemblyFixture(typeof(Workspace))]
