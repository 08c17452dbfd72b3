using Kling3;
using Kling3.Runtime;

ProTextToVideoRequest request = PublicLibrary.Trailer.For("Metropolis");
using var client = new Kling3Client(new ApiClientOptions { ApiKey = "sandbox-key", BaseAddress = new Uri(args[0]) });
Operation<VideoTask> operation = await PublicLibrary.Trailer.StartAsync(client, "Metropolis");

Console.WriteLine($"public: {request.EstimateCredits()} from {request.GetType().Assembly.GetName().Name}");
Console.WriteLine($"internal: {InternalLibrary.Pricing.OfATrailer()}");
Console.WriteLine($"exported by the internal one: {string.Join(' ', typeof(InternalLibrary.Pricing).Assembly.GetExportedTypes().Select(type => type.Name))}");
Console.WriteLine($"types of our own: {string.Join(' ', typeof(Program).Assembly.GetTypes().Where(type => type.Namespace is not null and not "System.Runtime.CompilerServices" and not "Microsoft.CodeAnalysis"))}");
Console.WriteLine($"started: {operation.Id.Length > 0}");
